import { isObject } from '../../core/json.ts';
import { isStateError, readLease, type StateStore } from '../../state/index.ts';
import type { Catalog } from '../catalog.ts';
import { sourceIdOf } from '../identity.ts';
import { failed, fine, warned, type Check } from './check.ts';

/** The state store and who holds its lease. Opens it for a look and takes nothing. */
export async function checkState(options: {
  readonly place: string;
  readonly open: () => Promise<StateStore>;
  readonly catalog: Catalog;
  readonly sourceUrl: string;
  readonly sourceId: string | undefined;
  readonly nowMs: number;
}): Promise<readonly Check[]> {
  const { place, catalog, sourceUrl } = options;
  let store: StateStore;
  try {
    store = await options.open();
  } catch (error) {
    return [refused(place, error)];
  }
  try {
    let records = 0;
    for await (const key of store.list('arrayjobs/')) if (key.endsWith('/record.json')) records += 1;
    const identity = await sourceIdOf({
      store,
      given: options.sourceId,
      statuses: [...catalog.objects.values()].map((each) => each.status),
      url: sourceUrl,
      keep: false,
    });
    const checks: Check[] = [];
    if (identity.movedFrom !== undefined) {
      checks.push(
        warned({
          check: 'state',
          subject: place,
          message: `was made for ${identity.movedFrom}: if this source is a copy of it, both would own the same jobs`,
          remedy: 'if it is a copy, give it a --state or --source-id of its own; if it was moved, nothing',
        }),
      );
    } else {
      const message = identity.isNew
        ? 'is empty: the first run makes it'
        : `can be read: source ${identity.id}, ${records} records`;
      const untried = place.startsWith('s3://')
        ? '; that writes are honoured, and conditional ones refused when they should be, is not tried'
        : '';
      checks.push(fine({ check: 'state', subject: place, message: message + untried }));
    }
    checks.push(await checkLease(store, place, options.nowMs));
    return checks;
  } catch (error) {
    return [refused(place, error)];
  } finally {
    await store.close();
  }
}

async function checkLease(store: StateStore, subject: string, nowMs: number): Promise<Check> {
  const sight = await readLease(store);
  const told = { check: 'lease', subject } as const;
  if (sight.kind === 'absent') return fine({ ...told, message: 'nobody holds it' });
  if (sight.kind === 'unreadable') {
    return warned({
      ...told,
      message: 'is damaged: the next controller waits for as long as a lease lasts, then takes it',
      remedy: 'nothing, or delete it while no controller runs',
    });
  }
  const { holder, renewedAt, released, ttlMs } = sight.record;
  if (released) return fine({ ...told, message: `nobody holds it; ${holder} gave it up at ${renewedAt}` });
  const silentMs = nowMs - Date.parse(renewedAt);
  if (silentMs > 2 * ttlMs) {
    return fine({
      ...told,
      message: `${holder} held it and has been silent since ${renewedAt}: the next controller takes it`,
    });
  }
  return fine({
    ...told,
    message: `${holder} holds it (renewed ${renewedAt}): another controller stands by`,
  });
}

function refused(place: string, error: unknown): Check {
  const told = { check: 'state', subject: place } as const;
  if (!isStateError(error)) {
    const said = error instanceof Error ? error.message : String(error);
    return failed({ ...told, message: `cannot be read: ${said}`, remedy: 'choose another --state' });
  }
  const cause: unknown = error.cause;
  const detail = isObject(cause) && typeof cause['name'] === 'string' ? ` (${cause['name']})` : '';
  return failed({
    ...told,
    message: `${error.message}${detail}`,
    remedy: 'the controller does not start before',
  });
}
