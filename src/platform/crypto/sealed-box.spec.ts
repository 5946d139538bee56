import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, nat, property, uint8Array } from 'fast-check';
import { openBytes, SEAL_OVERHEAD_BYTES, SealBroken, sealBytes, sealedKeyVersion } from './sealed-box.js';

const key = createSecretKey(randomBytes(32));
const place = Buffer.from('place');

describe('A sealed box', () => {
  it('opens to the bytes that went in, whatever they are', () => {
    assert(
      property(uint8Array(), uint8Array(), nat(), (plaintext, where, version) => {
        const aad = Buffer.from(where);
        const envelope = sealBytes(key, version, aad, plaintext);
        expect(envelope.length).toBe(plaintext.length + SEAL_OVERHEAD_BYTES);
        expect(sealedKeyVersion(envelope)).toBe(version);
        expect(openBytes(key, aad, envelope)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('breaks when any single bit of it changes', () => {
    const envelope = sealBytes(key, 7, place, Buffer.from('penicillin'));
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      const changed = Buffer.from(envelope);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openBytes(key, place, changed)).toThrow(SealBroken);
    }
  });

  it('refuses a tag cut to four bytes, as an attacker would send to guess it', () => {
    const envelope = sealBytes(key, 1, place, Buffer.from('x'));
    const cutTag = Buffer.concat([envelope.subarray(0, 21), envelope.subarray(33)]);
    expect(cutTag.length).toBe(envelope.length - 12);
    expect(() => openBytes(key, place, cutTag)).toThrow(SealBroken);
    for (let length = 0; length < envelope.length; length++) {
      expect(() => openBytes(key, place, envelope.subarray(0, length))).toThrow(SealBroken);
    }
  });

  it('opens under no other key and at no other place', () => {
    const envelope = sealBytes(key, 1, place, Buffer.from('x'));
    expect(() => openBytes(createSecretKey(randomBytes(32)), place, envelope)).toThrow(SealBroken);
    expect(() => openBytes(key, Buffer.from('elsewhere'), envelope)).toThrow(SealBroken);
  });

  it('never takes the same IV twice, so equal values look different', () => {
    const envelopes = Array.from({ length: 1000 }, () => sealBytes(key, 1, place, Buffer.from('same')).toString('hex'));
    expect(new Set(envelopes.map((hex) => hex.slice(10, 34))).size).toBe(1000);
  });

  it('tells nothing of what was sealed when it breaks', () => {
    const envelope = sealBytes(key, 1, place, Buffer.from('penicillin'));
    expect(() => openBytes(key, Buffer.from('elsewhere'), envelope)).toThrow('a sealed value does not open here');
  });
});
