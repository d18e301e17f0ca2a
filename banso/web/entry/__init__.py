"""The year's entry grid."""
