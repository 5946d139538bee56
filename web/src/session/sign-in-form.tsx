import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { ApiProblem } from '../api/request.ts';
import { Field } from '../parts/field.tsx';
import { text } from '../text/en.ts';
import { useSession } from './session.tsx';

/** Asks for what proves who one is; with `email` given only for the password. */
export function SignInForm({ email, submit }: { email?: string; submit: string }): ReactNode {
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [visible, setVisible] = useState(false);
  const [waitUntil, setWaitUntil] = useState<number | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const minutes = useMinutesUntil(waitUntil, () => {
    setWaitUntil(null);
    setFault(text.signIn.again);
  });

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy || waitUntil) return;
    const { email: typed = '', password: secret = '' } = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
    ) as { email?: string; password?: string };
    const address = email ?? typed.trim();
    if (!address || !secret) return setFault(text.signIn.missing);
    setBusy(true);
    setFault(null);
    try {
      await signIn(address, secret);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setBusy(false);
      if (error.status === 429) setWaitUntil(Date.now() + (error.retryAfterSeconds ?? 60) * 1000);
      setFault(error.code === 'invalid-credentials' ? text.signIn.wrong : error.message);
      password.current?.select();
    }
  };

  return (
    <form className="stack" onSubmit={(event) => void send(event)} noValidate>
      {email ? (
        <input type="hidden" name="email" value={email} autoComplete="username" />
      ) : (
        <Field label={text.signIn.email}>
          {(control) => (
            <input
              {...control}
              className="input"
              name="email"
              type="email"
              autoComplete="username"
              autoFocus
              required
            />
          )}
        </Field>
      )}
      <Field label={text.signIn.password}>
        {(control) => (
          <input
            {...control}
            ref={password}
            className="input"
            name="password"
            type={visible ? 'text' : 'password'}
            autoComplete="current-password"
            autoFocus={Boolean(email)}
            required
          />
        )}
      </Field>
      <label className="check small">
        <input type="checkbox" checked={visible} onChange={(event) => setVisible(event.target.checked)} />
        {text.signIn.show}
      </label>
      <div role="alert">
        {(minutes || fault) && (
          <p className={minutes ? 'notice warn' : 'notice danger'}>{minutes ? text.signIn.wait(minutes) : fault}</p>
        )}
      </div>
      <button type="submit" className="button primary" aria-disabled={busy || waitUntil !== null}>
        {busy ? text.signIn.busy : submit}
      </button>
    </form>
  );
}

/** Minutes left, counted down on the screen; calls `onEnd` when they are over. */
function useMinutesUntil(until: number | null, onEnd: () => void): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === null) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => {
      if (Date.now() >= until) onEnd();
      else setNow(Date.now());
    }, 1_000);
    return () => clearInterval(timer);
  });
  return until === null ? null : Math.max(1, Math.ceil((until - now) / 60_000));
}
