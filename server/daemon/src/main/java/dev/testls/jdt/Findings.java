package dev.testls.jdt;

import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestClass;
import dev.testls.model.TestMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one engine finds in a class, before it is known which class of which file it is. */
record Findings(
        Framework framework, Certainty certainty, String displayName, Set<String> tags, Optional<String> disabled,
        List<TestMethod> methods, List<TestClass> nested) {}
