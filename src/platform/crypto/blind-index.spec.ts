import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BlindIndex, normaliseEmail, normalisePhone } from './blind-index.js';

describe('A blind index', () => {
  const index = new BlindIndex(createSecretKey(randomBytes(32)));

  it('is equal for equal values and shares nothing between purposes or keys', () => {
    expect(index.email('Ana@Example.org')).toEqual(index.email(' ana@example.ORG '));
    expect(index.of('email', '+15551234567')).not.toEqual(index.phone('+15551234567'));
    const other = new BlindIndex(createSecretKey(randomBytes(32)));
    expect(other.email('ana@example.org')).not.toEqual(index.email('ana@example.org'));
  });

  it('is null for what is no address or number', () => {
    expect(index.email('nobody')).toBeNull();
    expect(index.phone('call the office')).toBeNull();
  });
});

describe('Normalising', () => {
  it.each([
    [' Ana.Ruiz@Bücher.example ', 'ana.ruiz@xn--bcher-kva.example'],
    ['ＡＮＡ@example.org', 'ana@example.org'],
    ['a+school@example.org', 'a+school@example.org'],
    ['two words@example.org', null],
    ['@example.org', null],
    ['ana@', null],
  ])('the e-mail address %j gives %j', (address, expected) => {
    expect(normaliseEmail(address)).toBe(expected);
  });

  it.each([
    ['(555) 123-4567', '+15551234567'],
    ['1-555-123-4567', '+15551234567'],
    ['+1 555 123 4567 ext. 89', '+15551234567'],
    ['555.123.4567 x2', '+15551234567'],
    ['0044 20 7946 0958', '+442079460958'],
    ['+44 20 7946 0958', '+442079460958'],
    ['', null],
    ['12', null],
    ['+1234567890123456', null],
    ['555-CALL-NOW', null],
  ])('the telephone number %j gives %j', (number, expected) => {
    expect(normalisePhone(number)).toBe(expected);
  });

  it('a national number takes the country it is told', () => {
    expect(normalisePhone('020 7946 0958', '44')).toBe('+442079460958');
  });
});
