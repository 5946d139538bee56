import { lazy, useState, type ComponentType, type FunctionComponent } from 'react';

export type LoadedPage<Props> = FunctionComponent<Props> & { load: () => Promise<void> };

/**
 * A page whose code is loaded when it is first opened, or before by `load`. One that has been loaded is drawn at once, where
 * `React.lazy` alone would first show what stands in for it, and React then holds the page back for 300 ms so that nothing flickers.
 */
export function page<Props extends object>(
  importPage: () => Promise<{ default: ComponentType<Props> }>,
): LoadedPage<Props> {
  const WhenLoaded = lazy(importPage);
  let loaded: ComponentType<Props> | null = null;
  function Page(props: Props) {
    // Which of the two is decided once: changing between them would begin the page anew.
    const [Shown] = useState<ComponentType<Props>>(() => loaded ?? WhenLoaded);
    return <Shown {...props} />;
  }
  Page.load = async () => {
    loaded = (await importPage()).default;
  };
  return Page;
}
