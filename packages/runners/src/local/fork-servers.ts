import { RaydeckError } from '@raydeck/core';
import { ForkServer } from './fork-server.ts';

/** One fork server for each interpreter: started when it is first asked for, and again after it has died. */
export interface ForkServers {
  /** Throws when the interpreter cannot be started, or cannot run our package. */
  get(python: string): Promise<ForkServer>;
  /** Ends them, and by force all that they have forked. */
  close(): Promise<void>;
}

export function createForkServers(options: {
  packageFolder: () => Promise<string>;
  envOf: (packageFolder: string) => Record<string, string>;
}): ForkServers {
  const servers = new Map<string, Promise<ForkServer>>();

  const start = async (python: string): Promise<ForkServer> => {
    const packageFolder = await options.packageFolder().catch((cause: unknown) => {
      throw new RaydeckError('UNAVAILABLE', 'Our Python package could not be unpacked: look at LOCAL_DIRECTORY.', {
        cause,
      });
    });
    return ForkServer.start({ python, packageFolder, env: options.envOf(packageFolder) });
  };

  return {
    get(python) {
      const known = servers.get(python);
      if (known) return known;
      const server = start(python);
      servers.set(python, server);
      const forget = (): void => void servers.delete(python);
      server.then((running) => running.over.then(forget), forget);
      return server;
    },
    async close() {
      await Promise.allSettled([...servers.values()].map(async (server) => (await server).close()));
    },
  };
}
