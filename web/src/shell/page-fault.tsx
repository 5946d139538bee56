import { Component, type ReactNode } from 'react';
import { text } from '../text/en.ts';

/** What fails to load or to draw says so in its own place, and leaves what is around it usable. */
export class PageFault extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="notice danger" role="alert">
        <strong>{text.problems.title}</strong>
        <p className="small">{text.problems.what.away}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {text.problems.retry}
        </button>
      </div>
    );
  }
}
