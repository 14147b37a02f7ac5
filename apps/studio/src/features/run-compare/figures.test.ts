import { describe, expect, it } from 'vitest';
import { difference, figure, share } from './figures.ts';

describe('figures of a comparison', () => {
  it('keep what tells two runs apart', () => {
    expect([0.906_25, 17_870_456, 1474.862, 11].map(figure)).toEqual(['0.9063', '17,870,456', '1,475', '11']);
    expect([-0.000_23, 568.157, -37, 1_400_000].map(difference)).toEqual([
      '-0.00023',
      '+570',
      '-37',
      '+1,400,000',
    ]);
  });

  it('say nothing of a share that rounds to nothing', () => {
    expect([0.000_2, -0.147, 1.906].map(share)).toEqual(['', '-14.7%', '+190.6%']);
  });
});
