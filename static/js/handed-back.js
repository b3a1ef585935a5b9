// The tab that a gate opened has done its part: it closes where the browser lets it, and stays with its words elsewhere.
setTimeout(() => window.close(), 1500);
