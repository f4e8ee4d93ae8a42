// float32 to IEEE 754 binary16, rounded to nearest, ties to even.

const single = new DataView(new ArrayBuffer(4));

/** The bits of the half-precision number nearest to `value`; beyond 65,504 that is an infinity. */
export function floatToHalf(value: number): number {
  single.setFloat32(0, value);
  const bits = single.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(single.getFloat32(0));
  if (Number.isNaN(magnitude)) return 0x7e00;
  // The exponent of the last place: 10 bits below the value's own, or 2^-24 among the subnormals.
  const exponent = Math.max((bits >>> 23) & 0xff, 127 - 14) - 127;
  const places = roundHalfToEven(magnitude / 2 ** (exponent - 10));
  // A carry out of the fraction raises the exponent by itself: the fields are adjacent.
  const half = ((exponent + 14) << 10) + places;
  return sign | Math.min(half, 0x7c00);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor + (floor % 2);
  return rest < 0.5 ? floor : floor + 1;
}
