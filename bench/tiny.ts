/** `--tiny`: a bench in its smallest form, which CI runs. Times of so few rounds say nothing, so no limit holds for them. */
export const isTiny = process.argv.includes('--tiny');
