/** Coefficients of Hart's rational approximation of the normal tail, highest power first. */
const TAIL_NUMERATOR = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const TAIL_DENOMINATOR = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** Wichura's coefficients (AS 241, PPND16) for the centre, the shoulders and the tails, highest power first. */
const CENTRE = {
  numerator: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  denominator: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
};
const SHOULDER = {
  numerator: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  denominator: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const TAIL = {
  numerator: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  denominator: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
};

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/**
 * The chance that a standard normal variable exceeds `z`, to about 1e-8 of itself, also far out where 1 - Φ(z) is lost.
 * Hart's approximation as given by West G, "Better approximations to cumulative normal functions", Wilmott 2005.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  if (z > 37) return 0;
  const density = Math.exp((-z * z) / 2);
  if (z < 7.07106781186547) return (density * polynomial(TAIL_NUMERATOR, z)) / polynomial(TAIL_DENOMINATOR, z);
  const fraction = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
  return density / fraction / Math.sqrt(2 * Math.PI);
}

/** Φ(z) as a percentage, 0 to 100: SAS's `probnorm(z) * 100`. */
export function percentileOf(z: number): number {
  return z < 0 ? 100 * upperTail(-z) : 100 * (1 - upperTail(z));
}

/**
 * The z whose upper tail is `tail` (0 < tail < 1): SAS's `probit(1 - tail)`, without losing the digits of a small tail.
 * Wichura MJ, Algorithm AS 241, Applied Statistics 37:477-484, 1988; relative error below 1e-15.
 */
export function quantileOfUpperTail(tail: number): number {
  const fromMiddle = 0.5 - tail;
  if (Math.abs(fromMiddle) <= 0.425) {
    const r = 0.180625 - fromMiddle * fromMiddle;
    return (fromMiddle * polynomial(CENTRE.numerator, r)) / polynomial(CENTRE.denominator, r);
  }
  const r = Math.sqrt(-Math.log(fromMiddle < 0 ? 1 - tail : tail));
  const { numerator, denominator } = r <= 5 ? SHOULDER : TAIL;
  const shifted = r <= 5 ? r - 1.6 : r - 5;
  const z = polynomial(numerator, shifted) / polynomial(denominator, shifted);
  return fromMiddle < 0 ? -z : z;
}
