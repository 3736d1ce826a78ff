import { SETTLED_PHASES } from '../core/conditions.ts';
import { isObject, type JsonObject, sameJson } from '../core/json.ts';
import type { Status } from '../core/status.ts';
import type { Catalog, Declared } from './catalog.ts';
import { phaseIn } from './inspection.ts';
import type { Listener } from './listener.ts';
import { plainStatus, type StatusWriter } from './status-writer.ts';

export interface Standing {
  readonly specDigest: string;
  readonly phase: string;
  readonly status: JsonObject;
}

/** How every declared object stands, as far as it has been looked at. */
export interface Standings {
  readonly all: ReadonlyMap<string, Standing>;
  /** An object stands so from now on: it is told, and written where the object is declared. */
  stand(key: string, declared: Declared, status: Status): void;
  /**
   * Has what an object stands as written unless it stands in the file: while something is being written, what is offered is compared with
   * that, and somebody may save the file without it in the same moment.
   */
  offerAgain(key: string): void;
  drop(key: string): void;
  /** Whether every declared object stands in a phase that it does not leave by itself. */
  areSettled(): boolean;
}

export function createStandings(options: {
  readonly catalog: () => Catalog;
  readonly listener: Pick<Listener, 'standing'>;
  readonly writer: Pick<StatusWriter, 'offer'>;
}): Standings {
  const { catalog, listener, writer } = options;
  const all = new Map<string, Standing>();

  function offer(key: string, declared: Declared, status: JsonObject, current: Declared): void {
    const { file, kind, name, specDigest } = declared;
    writer.offer({ key, file, kind, name, specDigest, status, current: current.status });
    current.copies.forEach((copy, i) => {
      const { file, specDigest } = copy;
      writer.offer({ key: `${key} ${i}`, file, kind, name, specDigest, status, current: copy.status });
    });
  }

  return {
    all,
    stand(key, declared, status) {
      const current = catalog().objects.get(key);
      const made = plainStatus(status);
      // One of the two is enough where they are the same, as they are for nearly all of thousands of objects.
      const plain = isObject(current?.status) && sameJson(made, current.status) ? current.status : made;
      const before = all.get(key)?.phase ?? phaseIn(current?.status);
      all.set(key, { specDigest: declared.specDigest, phase: status.phase, status: plain });
      listener.standing(key, status, before, current?.status);
      if (current !== undefined) offer(key, declared, plain, current);
    },
    offerAgain(key) {
      const standing = all.get(key);
      const current = catalog().objects.get(key);
      if (standing === undefined || current?.specDigest !== standing.specDigest) return;
      offer(key, current, standing.status, current);
    },
    drop: (key) => void all.delete(key),
    areSettled: () =>
      [...catalog().objects].every(([key, declared]) => {
        const standing = all.get(key);
        return (
          standing?.specDigest === declared.specDigest &&
          (SETTLED_PHASES as readonly string[]).includes(standing.phase)
        );
      }),
  };
}
