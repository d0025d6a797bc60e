// Loaded first by a thread that runs from source. The loader registers itself in the main thread only, so a thread has to tell it;
// the built service has JavaScript and never loads this file.
import { register } from 'tsx/esm/api'

register()
