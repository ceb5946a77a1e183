package dev.testls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md says who may use whom; the classes are held to it. */
class ArchitectureTest {
    private static final String ROOT = "dev.testls.";

    private static JavaClasses classes;
    private static Map<String, Set<String>> mayUse;
    private static Map<String, Set<String>> libraries;

    @BeforeAll
    static void read() throws IOException {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.testls");
        List<String> page = Files.readAllLines(Path.of("../../ARCHITECTURE.md"));
        mayUse = table(page, "| package of `dev.testls`", 2);
        libraries = table(page, "| library |", 1);
    }

    @Test
    void theTableNamesEveryRoomThereIsAndNoOther() {
        Set<String> rooms = classes.stream().map(ArchitectureTest::room).filter(it -> !isOtherModule(it)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms).hasSizeGreaterThan(10);
        assertThat(new TreeSet<>(mayUse.keySet())).isEqualTo(rooms);
    }

    @Test
    void everyRoomUsesOnlyWhatItsRowNames() {
        List<String> breaches = uses().filter(it -> it.target().getPackageName().startsWith(ROOT) && !isOtherModule(room(it.target())))
                .filter(it -> !room(it.origin()).equals(room(it.target())) && !mayUse.get(room(it.origin())).contains(room(it.target())))
                .map(Use::toString).distinct().toList();
        assertThat(breaches).isEmpty();
    }

    @Test
    void everyLibraryIsImportedOnlyWhereItsRowSays() {
        List<String> breaches = uses().flatMap(use -> libraries.entrySet().stream()
                        .filter(library -> isOf(use.target(), library.getKey()) && !library.getValue().contains(room(use.origin())))
                        .map(library -> use.toString()))
                .distinct().toList();
        assertThat(breaches).isEmpty();
        for (String library : libraries.keySet()) {
            assertThat(uses().anyMatch(use -> isOf(use.target(), library))).as(library + " is used at all").isTrue();
        }
    }

    @Test
    void onlyThePoolStartsProcessesAndTheClientItsDaemon() {
        List<String> starters = uses().filter(it -> it.target().getName().equals("java.lang.ProcessBuilder")).map(it -> room(it.origin())).distinct().toList();
        assertThat(starters).containsExactlyInAnyOrder("app", "pool");
    }

    @Test
    void everyRoomsFirstPageSaysThatItIsNullMarked() throws IOException {
        for (String room : mayUse.keySet()) {
            Path page = Path.of("src/main/java/dev/testls").resolve(room).resolve("package-info.java");
            assertThat(Files.readString(page)).as(room).contains("@NullMarked").contains("/**");
        }
    }

    private static Stream<Use> uses() {
        return classes.stream().filter(it -> !isOtherModule(room(it)))
                .flatMap(it -> it.getDirectDependenciesFromSelf().stream().map(use -> new Use(it, use.getTargetClass().getBaseComponentType())));
    }

    private static boolean isOf(JavaClass target, String library) {
        return target.getPackageName().equals(library) || target.getPackageName().startsWith(library + ".");
    }

    private static boolean isOtherModule(String room) {
        return room.equals("protocol") || room.equals("conformance") || room.equals("worker") || room.equals("maven");
    }

    private static String room(JavaClass it) {
        String rest = it.getPackageName().substring(Math.min(ROOT.length(), it.getPackageName().length()));
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    /** The rows below a table's head: first cell to the words of another, back quotes aside. */
    private static Map<String, Set<String>> table(List<String> page, String head, int column) {
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        int start = 0;
        while (!page.get(start).startsWith(head)) start++;
        for (int i = start + 2; i < page.size() && page.get(i).startsWith("|"); i++) {
            String[] cells = page.get(i).substring(1).split("\\|");
            Set<String> words = Stream.of(cells[column].strip().split(" ")).filter(it -> !it.isEmpty()).collect(Collectors.toSet());
            rows.put(cells[0].strip().replace("`", ""), words);
        }
        return rows;
    }

    private record Use(JavaClass origin, JavaClass target) {
        @Override
        public String toString() {
            return origin.getName() + " uses " + target.getName();
        }
    }
}
