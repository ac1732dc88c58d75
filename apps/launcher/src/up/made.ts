import type { PythonEnvironment } from '../python/python-environment.ts';
import type { PartName } from '../state/state-folder.ts';
import type { WebBuild } from '../web/build-web.ts';

/** What the steps of one `up` hand on to later steps. */
export interface Made {
  python?: PythonEnvironment;
  /** Of the role that owns the schema, and of the role of web and worker. */
  ownerUrl?: string;
  appUrl?: string;
  /** Only of the embedded server. */
  superuserUrl?: string;
  /** Of Ray's dashboard. */
  rayAddress?: string;
  webBuild?: WebBuild;
  workerUrl?: string;
  webUrl?: string;
  webHealthUrl?: string;
  /** What the configuration file changed, a line each. */
  configChanges?: string[];
  /** Parts that this `up` started, to be stopped again when it fails or in the foreground ends. */
  started: PartName[];
}

/** A step before must have made it. */
export function made<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not there yet: the steps are out of order.`);
  return value;
}

/** To be told of each part before it starts. */
export function noteStart(sofar: Made): (name: PartName) => void {
  return (name) => {
    sofar.started.push(name);
  };
}
