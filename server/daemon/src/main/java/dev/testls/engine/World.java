package dev.testls.engine;

import dev.testls.jdt.Compilation;
import dev.testls.model.Problem;
import dev.testls.model.Revision;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestTree;
import dev.testls.project.BuildProblem;
import dev.testls.project.BuiltModules;
import dev.testls.project.Project;
import java.util.Optional;

/**
 * All that is known of the workspace at one moment.
 *
 * @param revision counted up whenever the sources, the resources or the project differ from before
 * @param problem why the build could not be read; with it, {@code project} is the last one that could, if any
 * @param built what the build's own compilers made of the modules that are not Java alone
 * @param tests what source tells, and what engines told of classes that source cannot tell of
 * @param compilation the last one, of the modules that were needed so far
 */
public record World(
        Revision revision, Optional<Project> project, Optional<BuildProblem> problem, SourceSnapshot sources,
        BuiltModules built, TestTree tests, Optional<Compilation> compilation) {

    /** One in which nothing is compiled by the build's own compilers. */
    public World(Revision revision, Optional<Project> project, Optional<BuildProblem> problem, SourceSnapshot sources, TestTree tests, Optional<Compilation> compilation) {
        this(revision, project, problem, sources, BuiltModules.none(), tests, compilation);
    }

    public static World unknown() {
        return new World(new Revision(0), Optional.empty(), Optional.empty(), SourceSnapshot.empty(), TestTree.empty(), Optional.empty());
    }

    World with(Project project, Optional<BuildProblem> problem, SourceSnapshot sources, BuiltModules built, TestTree tests) {
        boolean same = this.project.equals(Optional.of(project)) && this.sources.files().equals(sources.files()) && this.built.equals(built);
        return new World(same ? revision : revision.next(), Optional.of(project), problem, sources, built, tests,
                same ? compilation : Optional.empty());
    }

    /** The same, of which something changed that is neither source nor project: a resource. */
    World next() {
        return new World(revision.next(), project, problem, sources, built, tests, compilation);
    }

    World with(BuildProblem problem) {
        return new World(revision, project, Optional.of(problem), sources, built, tests, compilation);
    }

    World with(Compilation compilation) {
        return new World(revision, project, problem, sources, built, tests, Optional.of(compilation));
    }

    World with(TestTree tests) {
        return new World(revision, project, problem, sources, built, tests, compilation);
    }

    /** Whether there was no error in what was compiled last. */
    public boolean compiles() {
        return compilation().filter(it -> it.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)).isEmpty();
    }
}
