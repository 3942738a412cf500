/**
 * Everything that answers NOT_IMPLEMENTED, by what will bring it. README.md says the same; a line goes when its
 * resolver is built, and no other may come.
 */
export const NOT_IMPLEMENTED = {
  marketplace: ["Mutation.startImageUpload"],
} as const;
