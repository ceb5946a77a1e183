package dev.testls.maven;

/** What Surefire would run a module's tests with; a closed set. */
enum Provider { JUNIT_PLATFORM, JUNIT47, JUNIT4, JUNIT3, TESTNG }
