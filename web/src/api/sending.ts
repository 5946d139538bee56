import { useState } from 'react';
import { ApiProblem } from './request.ts';

interface Sending {
  /** How much is sent, from 0 to 1; null while nothing is. */
  share: number | null;
  /** Why the last one was refused. */
  problem: ApiProblem | null;
  /** Does the work and follows it; false when the service refused it. */
  send: (work: (onProgress: (share: number) => void) => Promise<void>) => Promise<boolean>;
}

/** Follows a file on its way to the service. */
export function useSending(): Sending {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send: Sending['send'] = async (work) => {
    setShare(0);
    setProblem(null);
    try {
      await work(setShare);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setShare(null);
    }
  };
  return { share, problem, send };
}
