package odd;

import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/** Runs tests of classes that also run by themselves, and of one that never does. */
@RunWith(Suite.class)
@Suite.SuiteClasses({OldStyleTest.class, OnlyInSuite.class})
public class EverythingTest {}
