import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { Failure } from '../parts/states.tsx';
import { ApiProblem } from '../api/request.ts';
import { text } from '../text/en.ts';
import { Mark } from '../shell/mark.tsx';
import { lockAfterMinutes, useInactivity } from './inactivity.ts';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './gate.css';

/**
 * Lets in only who is signed in. The address never changes on the way: a deep link, a reload or a lock leads back to the
 * same page. A locked page stays mounted, invisible and inert, so that its place and half-filled forms survive.
 */
export function Gate({ children }: { children: ReactNode }): ReactNode {
  const session = useSession();
  const { lock } = session;
  useInactivity(session.status === 'signed-in', lockAfterMinutes() * 60_000, useCallback(lock, [lock]));

  if (session.status === 'starting') return null;
  if (session.status === 'unreachable') {
    return (
      <Door title={text.product}>
        <Failure problem={new ApiProblem(0, 'offline', text.problems.offline)} retry={() => void session.start()} />
      </Door>
    );
  }
  if (session.status === 'signed-out' || !session.me) {
    return (
      <Door title={text.signIn.title} lead={text.signIn.lead}>
        <SignInForm submit={text.signIn.submit} />
      </Door>
    );
  }
  const locked = session.status === 'locked';
  return (
    <>
      <div className={locked ? 'behind-lock' : undefined}>{children}</div>
      {locked && (
        <LockDialog>
          <Door
            title={text.lock.title}
            lead={session.ended ? text.signIn.ended : text.lock.lead(session.me.displayName)}
          >
            <SignInForm email={session.me.email} submit={text.lock.submit} />
            <button type="button" className="button quiet" onClick={() => void session.signOut()}>
              {text.lock.other}
            </button>
          </Door>
        </LockDialog>
      )}
    </>
  );
}

/** A modal dialog over everything, other dialogs too: only the newest modal takes input. */
function LockDialog({ children }: { children: ReactNode }): ReactNode {
  const element = useRef<HTMLDialogElement>(null);
  const show = (): void => {
    if (element.current?.isConnected && !element.current.open) element.current.showModal();
  };
  useEffect(show, []);
  return (
    <dialog
      ref={element}
      className="lock"
      aria-label={text.lock.title}
      onCancel={(event) => event.preventDefault()}
      onClose={show}
    >
      {children}
    </dialog>
  );
}

function Door({ title, lead, children }: { title: string; lead?: string; children: ReactNode }): ReactNode {
  return (
    <main className="door">
      <div className="door-sheet stack">
        <div className="row">
          <Mark />
          <span className="door-name">{text.product}</span>
        </div>
        <div className="stack door-head">
          <h1>{title}</h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}
