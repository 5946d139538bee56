/**
 * The verifier that travels with a proof: one file, nothing but Node, short enough to be read before it is trusted. It repeats
 * `chain.rules.ts` and must be changed with it; the spec runs it against a real proof.
 */
export const PROOF_VERIFIER = `// Verifies an export of the White Cross audit trail, without White Cross: node verify.mjs
// Exit code 0: everything holds. 1: something was changed; it is named.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = import.meta.dirname;
const problems = [];
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = (text) => Buffer.from(text, 'hex');

async function* records(kind) {
  for (const name of readdirSync(folder).filter((file) => file.startsWith(kind)).sort()) {
    const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Infinity });
    for await (const line of lines) if (line !== '') yield JSON.parse(line);
  }
}

// 1. The seals: each signed by the key, each naming the one before it.
const publicKey = createPublicKey(readFileSync(join(folder, 'public-key.pem')));
const heads = new Map();
let previous;
let seals = 0;
for await (const { document, signature } of records('seals')) {
  const seal = JSON.parse(document);
  if (!verify(null, Buffer.from(document), publicKey, Buffer.from(signature, 'base64')))
    problems.push('seal ' + seal.sequence + ' is not signed by this key');
  if (previous !== undefined && seal.previous !== sha256(previous).toString('hex'))
    problems.push('seal ' + seal.sequence + ' does not follow the one before it');
  previous = document;
  seals++;
  for (const { writerId, position, link } of seal.heads) heads.set(writerId + ' ' + position, link);
}

// 2. The events: each line has its hash, and the hashes of a batch make its digest.
const batches = new Map();
let events = 0;
for await (const batch of records('batches')) {
  const hashes = hex(batch.hashes);
  if (hashes.length !== 32 * batch.count) problems.push('batch ' + batch.id + ' has hashes missing');
  for (const { ordinal, line } of batch.events) {
    events++;
    if (!sha256(line).equals(hashes.subarray(32 * ordinal, 32 * ordinal + 32)))
      problems.push('event ' + line.split('\\t')[2] + ' is not as it was written');
  }
  const marks = Buffer.concat(Array.from({ length: batch.count }, (_, at) => hashes.subarray(32 * at, 32 * at + 4)));
  const head = 'batch\\n' + [batch.id, batch.writerId, batch.recordedAt, batch.count].join('\\n') + '\\n';
  batches.set(batch.id, { hash: sha256(head, sha256(hashes), marks).toString('hex'), events: batch.events.length, state: 'unlinked' });
}

// 3. The chains: each link covers its batches and follows the one before it, up to a head that was sealed.
const chains = new Map();
for await (const link of records('links')) {
  const name = 'link ' + link.position + ' of ' + link.writerId;
  const head = 'link\\n' + [link.writerId, link.position, link.linkedAt, link.kind].join('\\n') + '\\n';
  if (sha256(head, hex(link.content), hex(link.previous)).toString('hex') !== link.link) problems.push(name + ' was changed');
  const chain = chains.get(link.writerId) ?? { waiting: [] };
  if (chain.last && (chain.last.position + 1 !== link.position || chain.last.link !== link.previous))
    problems.push(name + ' does not follow the one before it');
  if (link.batches) {
    const content = sha256('content\\n', ...link.batches.flatMap(({ id, hash }) => [id, hex(hash)]));
    if (content.toString('hex') !== link.content) problems.push('the batches of ' + name + ' are not those it was made of');
    for (const { id, hash } of link.batches) {
      const batch = batches.get(id);
      if (batch === undefined) continue;
      if (batch.hash !== hash) problems.push('batch ' + id + ' is not the one that was linked');
      batch.state = 'linked';
      chain.waiting.push(batch);
    }
  }
  const sealed = heads.get(link.writerId + ' ' + link.position);
  if (sealed !== undefined) {
    if (sealed !== link.link) problems.push(name + ' is another than the one that was sealed');
    for (const batch of chain.waiting) batch.state = 'sealed';
    chain.waiting = [];
  }
  chains.set(link.writerId, { waiting: chain.waiting, last: link });
}

const count = (state) => [...batches.values()].reduce((sum, batch) => sum + (batch.state === state ? batch.events : 0), 0);
const unlinked = count('unlinked');
if (unlinked > 0) problems.push(unlinked + ' events are in no chain');
console.log(events + ' events: ' + count('sealed') + ' under one of ' + seals + ' seals, ' + count('linked') + ' in a chain and not sealed yet.');
console.log(problems.length === 0 ? 'Everything holds.' : 'NOT as it was written:\\n  ' + problems.slice(0, 100).join('\\n  '));
process.exitCode = problems.length === 0 ? 0 : 1;
`;

/** What a reader of a proof should know. */
export const PROOF_README = `Audit events of White Cross, with their proof
===============================================

  node verify.mjs          verifies all of it; nothing else is needed than Node 20.11 or newer

batches-*.ndjson   the events, as canonical lines (tab-separated, as PostgreSQL's COPY prints them), in the batches they were
                   written in, with the hash of every event of the batch: those that are not in this export are there as hashes only
links-*.ndjson     the chains that cover these batches, up to the next seal
seals.ndjson       the daily seals over all chains
public-key.pem     the key the seals are signed with: compare it with the one you were given on another way, for whoever can
                   change this file can also change the key in it

Columns of a line: batch, ordinal, id, occurred at (UTC), patient, organization, actor, actor's organization, session,
resource id, break-glass grant, action, resource type, outcome, purpose of use, role, address, user agent, request,
detail, sealed values.
`;
