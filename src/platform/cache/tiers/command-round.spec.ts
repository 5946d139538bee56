import { describe, expect, it } from '@jest/globals';
import { CommandRound } from './command-round.js';

const isAnswer = (error: unknown) => error instanceof RangeError;
const never = () => new Promise<never>(() => undefined);

describe('A round of commands', () => {
  it('gives each its own answer, and ends when it is complete and all are answered', async () => {
    const round = new CommandRound();
    const slow = Promise.withResolvers<string>();
    const answers = [round.add(Promise.resolve('a'), isAnswer), round.add(slow.promise, isAnswer)];
    round.complete();
    let hasEnded = false;
    const ended = round.outcome.then(() => (hasEnded = true));
    expect(await answers[0]).toBe('a');
    expect(hasEnded).toBe(false);
    slow.resolve('b');
    expect(await answers[1]).toBe('b');
    await ended;
  });

  it('takes an error that Redis sent for an answer', async () => {
    const round = new CommandRound();
    const refused = round.add(Promise.reject(new RangeError('wrong type')), isAnswer);
    round.complete();
    await expect(refused).rejects.toThrow('wrong type');
    await expect(round.outcome).resolves.toBeUndefined();
  });

  it('fails when one got no answer, after it has told the others theirs', async () => {
    const round = new CommandRound();
    const lost = round.add(Promise.reject(new Error('connection lost')), isAnswer);
    const well = round.add(Promise.resolve(1), isAnswer);
    round.complete();
    await expect(lost).rejects.toThrow('connection lost');
    expect(await well).toBe(1);
    await expect(round.outcome).rejects.toThrow('connection lost');
  });

  it('rejects only what is not answered when it is given up', async () => {
    const round = new CommandRound();
    const well = round.add(Promise.resolve(1), isAnswer);
    const hung = round.add(never(), isAnswer);
    expect(await well).toBe(1);
    round.complete();
    round.giveUp(new Error('too late'));
    await expect(hung).rejects.toThrow('too late');
    await expect(round.outcome).rejects.toThrow('too late');
  });
});
