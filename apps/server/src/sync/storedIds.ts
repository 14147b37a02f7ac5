import { IdSet } from '@weft/engine/live';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * A set of ids in bytes: how many clients, then for each its id, how many spans, and for each span its distance from the
 * end of the one before and its length, all as variable-length integers. Some five bytes a span.
 */
export const writeIds = (ids: IdSet): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, ids.size);
    for (const [client, spans] of ids.spans()) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, spans.length);
      let end = 0;
      for (const [from, to] of spans) {
        encoding.writeVarUint(encoder, from - end);
        encoding.writeVarUint(encoder, to - from);
        end = to;
      }
    }
  });

export function readIds(bytes: Uint8Array): IdSet {
  const decoder = decoding.createDecoder(bytes);
  const ids = new IdSet();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    let end = 0;
    for (let spans = decoding.readVarUint(decoder); spans > 0; spans--) {
      const from = end + decoding.readVarUint(decoder);
      end = from + decoding.readVarUint(decoder);
      ids.add(client, [from, end]);
    }
  }
  return ids;
}
