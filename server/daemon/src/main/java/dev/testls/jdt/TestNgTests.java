package dev.testls.jdt;

import dev.testls.jdt.Type.Use;
import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** TestNG's rules of what a test is. */
final class TestNgTests {
    private static final String API = "org.testng.annotations.";
    private static final String TEST = API + "Test";
    private static final String FACTORY = API + "Factory";
    private static final String IGNORE = API + "Ignore";

    /** A public method with one of these is no test of a class that is annotated as a whole. */
    private static final Set<String> CONFIGURATION = Set.of(
            API + "BeforeSuite", API + "AfterSuite", API + "BeforeTest", API + "AfterTest", API + "BeforeGroups",
            API + "AfterGroups", API + "BeforeClass", API + "AfterClass", API + "BeforeMethod", API + "AfterMethod");

    Optional<Findings> find(Type type) {
        if (type.isAbstract() || type.isInner() || type.facts.kind() != ClassFacts.Kind.CLASS) return Optional.empty();
        Optional<Use> ofType = classLevel(type);
        Set<String> classGroups = new LinkedHashSet<>();
        ofType.ifPresent(use -> classGroups.addAll(use.texts("groups")));
        Map<String, TestMethod> tests = new LinkedHashMap<>();
        boolean made = false;
        for (Type holder : type.chain()) {
            Optional<Use> ofHolder = classLevel(holder);
            boolean ignored = has(holder, IGNORE);
            for (Methods.Found found : localMethods(holder)) {
                MethodFacts method = found.facts();
                List<Use> uses = found.owner().annotations(method);
                made |= uses.stream().anyMatch(use -> use.isA(FACTORY));
                Optional<Use> own = uses.stream().filter(use -> use.isA(TEST)).findFirst();
                Optional<Use> test = own.isPresent() || !method.isPublic() || hasOtherRole(uses) ? own : ofHolder;
                if (test.isEmpty() || method.isConstructor() || ignored || !runs(method, test.get(), uses)) continue;
                Set<String> groups = new LinkedHashSet<>(classGroups);
                own.ifPresent(use -> groups.addAll(use.texts("groups")));
                tests.computeIfAbsent(method.signature(), s -> test(found, test.get(), ofHolder, groups));
            }
        }
        if (tests.isEmpty() && !made) return Optional.empty();
        Certainty certainty = made ? Certainty.ASK_ENGINE : Certainty.SOURCE;
        return Optional.of(new Findings(Framework.TESTNG, certainty, type.simpleName(), classGroups,
                Optional.empty(), List.copyOf(tests.values()), List.of()));
    }

    private static boolean runs(MethodFacts method, Use test, List<Use> uses) {
        boolean configures = uses.stream().anyMatch(use -> CONFIGURATION.contains(use.type().name));
        boolean switchedOff = uses.stream().anyMatch(use -> use.isA(IGNORE))
                || test.text("enabled").filter("false"::equals).isPresent();
        return method.returnsVoid() && !method.isAbstract() && !configures && !switchedOff;
    }

    private static boolean hasOtherRole(List<Use> uses) {
        return uses.stream().anyMatch(use -> use.isA(FACTORY) || CONFIGURATION.contains(use.type().name));
    }

    private static TestMethod test(Methods.Found found, Use test, Optional<Use> ofHolder, Set<String> groups) {
        MethodFacts method = found.facts();
        String displayName = method.parameterTypes().isEmpty() ? method.name() : method.signature();
        return TestTreeBuilder.testMethod(found, kind(test, ofHolder), displayName, groups, Optional.empty());
    }

    /** A class's own methods, for which TestNG also takes the default methods of its interfaces. */
    private static List<Methods.Found> localMethods(Type holder) {
        List<Methods.Found> local = new ArrayList<>();
        holder.facts.methods().forEach(method -> local.add(new Methods.Found(holder, method)));
        Set<Type> interfaces = new LinkedHashSet<>();
        holder.interfaces().forEach(type -> interfaces.addAll(type.supertypes()));
        for (Type type : interfaces) {
            for (MethodFacts method : type.facts.methods()) {
                boolean inherited = method.isPublic() && !method.isAbstract() && !method.isStatic();
                if (inherited) local.add(new Methods.Found(type, method));
            }
        }
        return local;
    }

    private static TestMethod.Kind kind(Use test, Optional<Use> ofHolder) {
        boolean provided = test.text("dataProvider").filter(name -> !name.isBlank()).isPresent()
                || test.facts().value("dataProviderClass") != null
                || ofHolder.flatMap(use -> use.text("dataProvider")).filter(name -> !name.isBlank()).isPresent();
        if (provided) return TestMethod.Kind.PARAMETERIZED;
        boolean repeated = test.facts().value("invocationCount") != null
                && !test.text("invocationCount").filter("1"::equals).isPresent();
        return repeated ? TestMethod.Kind.REPEATED : TestMethod.Kind.SINGLE;
    }

    /** TestNG looks for the annotation on superclasses too, although it is not inherited. */
    private static Optional<Use> classLevel(Type type) {
        for (Type holder : type.chain()) {
            for (Use use : holder.annotations()) {
                if (use.isA(TEST)) return Optional.of(use);
            }
        }
        return Optional.empty();
    }

    private static boolean has(Type type, String annotation) {
        return type.annotations().stream().anyMatch(use -> use.isA(annotation));
    }
}
