import { useState } from 'react';

/** Fetches all that is kept of an attempt's output, when somebody asks for it. */
export function useWholeLog(attemptId: string) {
  const [text, setText] = useState<string | null>(null);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async (): Promise<void> => {
    setLoading(true);
    setProblem(null);
    try {
      const answer = await fetch(`/api/v1/attempts/${attemptId}/logs/text`);
      if (answer.ok) setText(await answer.text());
      else setProblem(`The log could not be read: the console answered ${answer.status}.`);
    } catch {
      setProblem('The log could not be read: the console did not answer.');
    } finally {
      setLoading(false);
    }
  };
  return { text, isLoading, problem, load: () => void load() };
}
