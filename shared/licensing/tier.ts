/** How intimate a field is. A field that says nothing is INTIMATE and can be read by nobody else (PRODUCT.md). */
export enum IntimacyTier {
  EVERYDAY = "EVERYDAY",
  PERSONAL = "PERSONAL",
  INTIMATE = "INTIMATE",
}
