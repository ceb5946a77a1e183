/** The value that half of them do not exceed. */
export const half = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
