let installed = false;

/** What goes on printing ends quietly when whoever reads it has gone, as in `arrayjob get -w | head`. */
export function endWithReader(): void {
  if (installed) return;
  installed = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
