//! Shared styles of the workbooks.
