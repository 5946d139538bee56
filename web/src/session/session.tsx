import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { queryClient } from '../api/queries.ts';
import { ApiProblem, refreshSession, request, whenSessionEnds } from '../api/request.ts';
import type { Me } from '../api/types.ts';
import { showZone } from '../parts/format.ts';

/** Access tokens live 15 minutes; renewing at 12 means no call ever meets an expired one. */
const RENEW_EVERY_MS = 12 * 60_000;

let asked: Promise<Me> | null = null;

/** Asks who is signed in before anything is drawn: on a slow line that is a quarter of the time until the first page shows. */
export function askWhoIsThere(): void {
  asked = whoAmI();
  // Whoever takes it deals with a failure.
  asked.catch(() => undefined);
}

interface SessionState {
  status: 'starting' | 'unreachable' | 'signed-out' | 'signed-in' | 'locked';
  me: Me | null;
  /** True when a session that was open ended by itself. */
  ended: boolean;
}

export interface Session extends SessionState {
  signIn: (email: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  lock: () => void;
  start: () => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

/** The session, inside {@link SessionProvider}. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession stands outside of SessionProvider');
  return session;
}

/** The person signed in; only for what is shown to signed-in people. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('Nobody is signed in');
  return me;
}

/** Holds who is signed in. The cookies are out of reach of scripts; what is kept here is only the person's name and role. */
export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const [state, setState] = useState<SessionState>({ status: 'starting', me: null, ended: false });

  const open = useCallback((me: Me) => {
    showZone(me.timeZone);
    setState((before) => {
      if (before.me && before.me.id !== me.id) queryClient.clear();
      return { status: 'signed-in', me, ended: false };
    });
  }, []);

  const start = useCallback(async () => {
    const answer = asked ?? whoAmI();
    asked = null;
    try {
      open(await answer);
    } catch (error) {
      const answered = error instanceof ApiProblem && error.status !== 0 && error.status < 500;
      setState({ status: answered ? 'signed-out' : 'unreachable', me: null, ended: false });
    }
  }, [open]);

  const signIn = useCallback(
    async (email: string, password: string) => {
      await request('/auth/login', { method: 'POST', body: { email, password } });
      open(await whoAmI());
    },
    [open],
  );

  const signOut = useCallback(async () => {
    await request('/auth/logout', { method: 'POST' }).catch(() => undefined);
    queryClient.clear();
    setState({ status: 'signed-out', me: null, ended: false });
  }, []);

  const lock = useCallback(() => {
    setState((before) => (before.status === 'signed-in' ? { ...before, status: 'locked' } : before));
    // While the page is locked nothing can be read with this browser's cookies, whoever sits before it.
    request('/auth/logout', { method: 'POST' }).catch(() => undefined);
  }, []);

  useEffect(() => void start(), [start]);

  useEffect(() => {
    whenSessionEnds(() =>
      setState((before) => (before.status === 'signed-in' ? { ...before, status: 'locked', ended: true } : before)),
    );
  }, []);

  useEffect(() => {
    if (state.status !== 'signed-in') return undefined;
    const timer = setInterval(() => void refreshSession().catch(() => undefined), RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [state.status]);

  const session = useMemo(() => ({ ...state, signIn, signOut, lock, start }), [state, signIn, signOut, lock, start]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

async function whoAmI(): Promise<Me> {
  try {
    return await request<Me>('/auth/me');
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401 || !(await refreshSession())) throw error;
    return request<Me>('/auth/me');
  }
}
