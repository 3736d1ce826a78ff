/** Where a server listens. */
export interface ListenAddress {
  /** Undefined: all addresses that the machine has, IPv4 alone where there is no IPv6. */
  readonly host: string | undefined;
  /** 0: whatever the system gives. */
  readonly port: number;
}

/** Reads `HOST:PORT`, `[::1]:PORT` or `:PORT` (all addresses); undefined for anything else. */
export function parseListen(text: string): ListenAddress | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9._-]*)):(\d{1,5})$/i.exec(text);
  if (match === null) return undefined;
  const port = Number(match[3]);
  if (port > 65_535) return undefined;
  const host = match[1] ?? match[2] ?? '';
  return { host: host === '' ? undefined : host, port };
}

/** Whether only programs on this machine can reach an address or name. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '');
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    /^(::ffff:)?127(\.\d{1,3}){3}$/.test(bare)
  );
}

/** The name in a Host header, without the port. */
export function hostNameOf(header: string): string {
  return header.replace(/:\d*$/, '');
}
