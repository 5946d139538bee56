/**
 * Where the focus goes when what held it is gone, and only then: to what can still be taken back, else to the page's heading, which says where
 * one is. On the body the next Tab would begin at the top of everything, and a screen reader would say nothing.
 */
export function focusPage(): void {
  if (document.activeElement !== document.body) return;
  const undo = document.querySelector<HTMLElement>('.toast button');
  if (undo) {
    undo.focus();
    return;
  }
  const heading = document.querySelector<HTMLElement>('#content h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
