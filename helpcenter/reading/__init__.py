"""The library's pages, the same for every reader, and the store that keeps them finished."""
