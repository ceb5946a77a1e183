/**
 * All that knows the JUnit Platform. Loaded by the loader that has the project's copy of it, from 1.0 on.
 *
 * <p>Start at {@link dev.testls.worker.launcher.LauncherBridge}. Compiled against one release of the platform and run
 * with any: what came later than 1.0 is asked for by reflection, or stands in a class that is loaded only if it is there.
 *
 * <p>Suite files of TestNG are the one thing that the platform does not run: {@code TestNgSuites} does.
 *
 * <p><b>Law:</b> which results there are is what Surefire's JUnit Platform provider would report, no more and no less.
 */
package dev.testls.worker.launcher;
