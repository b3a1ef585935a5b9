// Where a provider sends the hidden frame back to: what it said goes to the page around the frame, which is ours.
if (parent !== window) parent.postMessage({ answer: location.search }, location.origin);
