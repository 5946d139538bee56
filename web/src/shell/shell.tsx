import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { optionsOf, Segments } from '../parts/field.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { useMe, useSession } from '../session/session.tsx';
import { text } from '../text/en.ts';
import { Mark } from './mark.tsx';
import { placesOf } from './places.ts';
import { PrintedBy } from './printed-by.tsx';
import { useTheme } from './theme.ts';
import './shell.css';

/** The frame around every page: places, person, appearance, and whether the network is there. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  const [path] = useLocation();
  const [open, setOpen] = useState(false);
  const content = useRef<HTMLElement>(null);
  const section = path.split('/').slice(0, 3).join('/');
  const menu = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return undefined;
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      menu.current?.focus();
    };
    addEventListener('keydown', closeOnEscape);
    return () => removeEventListener('keydown', closeOnEscape);
  }, [open]);
  useEffect(() => {
    scrollTo(0, 0);
  }, [section]);

  return (
    <div className="shell">
      <a
        className="skip button primary unseen"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {text.skipToContent}
      </a>
      <header className="shell-bar">
        <Link href="/" className="shell-brand">
          <Mark />
          <span>{text.product}</span>
        </Link>
        <button
          type="button"
          className="button shell-menu"
          ref={menu}
          aria-expanded={open}
          aria-controls="shell-nav"
          onClick={() => setOpen(!open)}
        >
          {text.nav.open}
        </button>
      </header>
      <nav id="shell-nav" className={open ? 'shell-nav open' : 'shell-nav'} aria-label={text.nav.label}>
        <Places path={path} />
        <Person />
      </nav>
      <main id="content" className="shell-content" tabIndex={-1} ref={content}>
        <OfflineNotice />
        {children}
      </main>
      <PrintedBy />
      <Toasts />
    </div>
  );
}

function Places({ path }: { path: string }): ReactNode {
  const me = useMe();
  return (
    <ul className="shell-places">
      {placesOf(me).map((place) => (
        <li key={place.path}>
          <Link href={place.path} aria-current={path.startsWith(place.path) ? 'page' : undefined}>
            {place.label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Person(): ReactNode {
  const me = useMe();
  const { signOut, lock } = useSession();
  const [theme, setTheme] = useTheme();
  const themes = optionsOf(text.nav.themes);
  return (
    <div className="shell-person">
      <Segments label={text.nav.theme} value={theme} options={themes} onChange={setTheme} />
      <div>
        <p className="shell-name">{me.displayName}</p>
        <p className="soft small">{[text.roles[me.role], me.organizationName].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="row">
        <button type="button" className="button" onClick={lock}>
          {text.nav.lock}
        </button>
        <button type="button" className="button" onClick={() => void signOut()}>
          {text.nav.signOut}
        </button>
      </div>
    </div>
  );
}

function OfflineNotice(): ReactNode {
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  return (
    <div role="status" className="no-print">
      {!online && <p className="notice warn">{text.offline}</p>}
    </div>
  );
}

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}
