import type { Ending } from '@raydeck/core';
import { profileTestCallable } from '../profiles/profile-test-callable.ts';

/** What a profile that cannot work looks like: its set-up, its package or its interpreter. */
const answers = ['RuntimeEnvSetupFailed', 'SubmitRefused', 'StartFailed'];

/** The test of a profile has its answer when the profile does not work. Any other task is tried again: it may pass. */
export function endingOfTest(callable: string, ending: Ending): Ending {
  const isAnswer = callable === profileTestCallable && answers.includes(ending.error?.class ?? '');
  return isAnswer ? { ...ending, retryable: false } : ending;
}
