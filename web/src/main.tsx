import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.ts';
import { App, preload } from './app.tsx';
import './design/tokens.css';
import './design/base.css';
import './design/parts.css';
import './design/print.css';
import { Gate } from './session/gate.tsx';
import { askWhoIsThere, SessionProvider } from './session/session.tsx';
import { Shell } from './shell/shell.tsx';
import { applyTheme } from './shell/theme.ts';

applyTheme();
askWhoIsThere();
preload(location);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <SessionProvider>
        <Gate>
          <Shell>
            <App />
          </Shell>
        </Gate>
      </SessionProvider>
    </QueryClientProvider>
  </StrictMode>,
);
