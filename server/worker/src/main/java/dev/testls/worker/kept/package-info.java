/**
 * What tests leave in the static state of libraries, whose classes a JVM that is used again loads once.
 *
 * <p>{@link dev.testls.worker.kept.KeptState} is where to start. A class is looked at as it is defined
 * ({@link dev.testls.worker.kept.StaticFields}); one with state tells when its initialiser has ended
 * ({@link dev.testls.worker.kept.Births}), and what is there then is how a JVM without a history has it. After a lease
 * all is looked at again ({@link dev.testls.worker.kept.Contents}). Whether a difference is somebody's choice or the
 * library's own doing (a cache, a counter, something made when it is first wanted) is told by the code that writes there
 * ({@link dev.testls.worker.kept.Writers}).
 *
 * <p><b>Law:</b> no code of a library or of the project runs for any of it, and nothing of the project is held.
 */
package dev.testls.worker.kept;
