import { createInterface } from 'node:readline';

/** Asks a person; only `yes` will do. The end of the input, Ctrl-C and Ctrl-D mean no. */
export function confirmed(
  question: string,
  streams: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<boolean> {
  return new Promise((resolve) => {
    const lines = createInterface(streams);
    let answer = '';
    lines.on('SIGINT', () => {
      lines.close();
    });
    lines.on('close', () => {
      if (answer === '') streams.output.write('\n');
      resolve(answer === 'yes');
    });
    lines.question(`${question} Only "yes" will do: `, (text) => {
      answer = text.trim() || 'no';
      lines.close();
    });
  });
}
