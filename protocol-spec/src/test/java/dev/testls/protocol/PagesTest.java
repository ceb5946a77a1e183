package dev.testls.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages, binding and examples tell of the same methods and members. */
class PagesTest {
    private static final Pattern METHOD = Pattern.compile("`(tls/[A-Za-z]+)`");
    private static final List<String> PARTS = List.of("Capability:", "Duties.", "Order", "Cancellation", "Errors", "Example", "Why so.");

    private final SortedMap<String, String> pages = pages();

    @Test
    void eachMethodHasAPageAndAnExampleAndTheOtherWayRound() {
        Set<String> binding = ours(Binding.calls().keySet());
        Set<String> exemplified = ours(Examples.all().stream().map(Examples.Told::method).toList());
        assertThat(binding).isNotEmpty();
        assertThat(new TreeSet<>(pageOfMethod().keySet())).isEqualTo(binding);
        // What errors.json asks for because nobody has it.
        exemplified.remove("tls/dance");
        assertThat(exemplified).isEqualTo(binding);
    }

    @Test
    void eachPageOfAMethodHasAllParts() {
        pageOfMethod().values().stream().distinct().forEach(page -> {
            String text = pages.get(page);
            assertThat(PARTS).as(page).allMatch(part -> text.contains("**" + part) || part.startsWith("Example") && text.contains("**Examples"));
        });
    }

    @Test
    void eachMemberStandsOnItsMethodsPage() {
        List<String> missing = new ArrayList<>();
        Binding.calls().values().stream().filter(call -> pageOfMethod().containsKey(call.name())).forEach(call ->
                Stream.concat(call.params().stream(), call.result().stream()).forEach(type ->
                        lacks(pages.get(pageOfMethod().get(call.name())), type).forEach(it -> missing.add(call.name() + ": " + it))));
        assertThat(missing).isEmpty();
    }

    @Test
    void eachMemberOfEachRecordStandsOnSomePage() {
        assertThat(Binding.records().values()).filteredOn(it -> it != Position.class && it != Range.class).allMatch(type -> pages.values().stream().anyMatch(page -> lacks(page, type).isEmpty()));
    }

    @Test
    void eachExampleIsLinkedAndEachLinkLeadsSomewhere() throws IOException {
        TreeMap<String, String> texts = new TreeMap<>(pages);
        texts.put("../README.md", Files.readString(Path.of("README.md")));
        Set<Path> linked = new TreeSet<>();
        texts.forEach((name, text) -> {
            Matcher links = Pattern.compile("\\]\\(([^)#]+)(#[a-z-]+)?\\)").matcher(text);
            while (links.find()) linked.add(Path.of("pages").resolve(name).getParent().resolve(links.group(1)).normalize());
        });
        assertThat(linked).isNotEmpty().allMatch(Files::exists);
        assertThat(linked).containsAll(filesIn("examples")).containsAll(filesIn("pages"));
    }

    /** What a page does not say of a record: a member, or what its words are and whether others may come. */
    private static List<String> lacks(String page, Class<?> type) {
        List<String> missing = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> lines = page.lines().filter(it -> it.matches(".*`[^`]*\\b" + component.getName() + "\\b[^`]*`.*")).toList();
            if (lines.isEmpty()) missing.add(component.getName());
            Words words = component.getAnnotation(Words.class);
            if (words == null || lines.isEmpty()) continue;
            String mark = words.open() ? "*open*" : "*closed*";
            if (lines.stream().noneMatch(it -> it.contains(mark))) missing.add(component.getName() + " " + mark);
            Stream.of(words.value()).filter(word -> !page.contains("`" + word + "`")).forEach(word -> missing.add(component.getName() + " " + word));
        }
        return missing;
    }

    /** By method the page whose headings name it. */
    private Map<String, String> pageOfMethod() {
        Map<String, String> pageOfMethod = new TreeMap<>();
        pages.forEach((name, text) -> text.lines().filter(it -> it.startsWith("#")).forEach(heading -> {
            Matcher method = METHOD.matcher(heading);
            while (method.find()) pageOfMethod.put(method.group(1), name);
        }));
        return pageOfMethod;
    }

    private static Set<String> ours(Collection<String> methods) {
        return methods.stream().filter(it -> it.startsWith("tls/")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        try {
            for (Path file : filesIn("pages")) pages.put(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError("the pages cannot be read", e);
        }
        return pages;
    }

    private static List<Path> filesIn(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.toList();
        }
    }
}
