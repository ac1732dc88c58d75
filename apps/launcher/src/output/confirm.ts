import { confirm as ask, isCancel } from '@clack/prompts';
import { MachineError } from '@raydeck/embedded';
import { Interrupted } from './interrupted.ts';

export interface Question {
  /** The fact that makes us ask, as a sentence. */
  fact: string;
  question: string;
  /** The flag --yes was given. */
  yes: boolean;
}

/** Goes on when the answer is yes. Without a terminal nobody can answer, so then only --yes does. */
export async function confirm({ fact, question, yes }: Question): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new MachineError(fact, `${question} Nobody can be asked here: add --yes if that is what you want.`);
  }
  const answer = await ask({ message: `${fact} ${question}`, initialValue: false });
  if (isCancel(answer)) throw new Interrupted();
  if (!answer) throw new MachineError('Nothing was changed.', 'Answer yes to go on.');
}
