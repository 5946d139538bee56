import { requestFile } from './request.ts';

/** Asks for a file and gives it to the browser to keep, under the name that the service gave it. */
export async function download(path: string, body: unknown): Promise<void> {
  const { blob, name } = await requestFile(path, { method: 'POST', body });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
