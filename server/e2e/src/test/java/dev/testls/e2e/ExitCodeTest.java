package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts rely on these numbers. */
class ExitCodeTest {
    @Test
    void isFiveWhenNothingWasSelected() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("NoSuchTest").exits(5).says("NoSuchTest");
            shop.run("MoneyTest", "-t", "no-such-tag").exits(5);
            shop.tls("list", "NoSuchTest").exits(5).says("no test matches 'NoSuchTest'");
        }
    }

    @Test
    void isFiveWhenOneOfManyNamesIsWrong() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("MoneyTest", "ThreeForTwoTset").exits(5).says("no test matches 'ThreeForTwoTset' (did you mean ThreeForTwoTest?)");
            shop.run(":chekout", "MoneyTest").exits(5).says("no module is named ':chekout'; there are ", ":catalog, :checkout");
            shop.tls("list", "MoneyTest", "ThreeForTwoTset").exits(5).says("ThreeForTwoTset");
            shop.tls("why", "ThreeForTwoTset").exits(5).says("did you mean ThreeForTwoTest?");
            shop.tls("affected", "ThreeForTwoTset").exits(5).says("did you mean ThreeForTwoTest?");
            shop.tls("list", "--verify", ":checkout", "ThreeForTwoTest").exits(0).says("source and engines agree on 3 tests");
        }
    }

    @Test
    void isTwoWhenATestClassIsHalfTyped() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.edit("checkout/src/test/java/shop/checkout/ThreeForTwoTest.java", "class ThreeForTwoTest", "clas ThreeForTwoTest");
            shop.run("ThreeForTwoTest").exits(2).says("ThreeForTwoTest.java");
            shop.run("MoneyTest").exits(0);
            shop.tls("list", "ThreeForTwoTest").exits(5).says("not all known before it compiles");
            shop.tls("affected").exits(2).says("ThreeForTwoTest.java:", "error: ");
        }
    }

    @Test
    void isFourForAWrongCommandLine() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.tls("run", "--no-such-option").exits(4).says("--no-such-option");
            shop.tls("rum").exits(4).says("rum");
            shop.tls("run", "--isolation", "lukewarm").exits(4).says("lukewarm");
        }
    }

    @Test
    void isOneWhenATestFails() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.edit("checkout/src/main/java/shop/checkout/Discount.java", "line.count() / 3", "line.count() / 2");

            shop.run("ThreeForTwoTest").exits(1).says("ThreeForTwoTest", "expected: <0.00> but was: <11.00>")
                    .told("shop.checkout.ThreeForTwoTest#makesTheThirdFree failed");
        }
    }

    @Test
    void isTwoWhereNoBuildIs(@TempDir Path empty) throws IOException {
        try (Workspace nothing = Workspace.copyOf(Files.createDirectory(empty.resolve("nothing")))) {
            nothing.tls("run").exits(2).says("pom.xml");
        }
    }

    @Test
    void isTwoWhenMavenCannotReadTheBuild() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("MoneyTest").exits(0);
            String pom = shop.read("catalog/pom.xml");
            shop.write("catalog/pom.xml", pom.replace("</project>", """
                      <dependencies>
                        <dependency>
                          <groupId>shop</groupId><artifactId>no-such-thing</artifactId><version>1</version>
                        </dependency>
                      </dependencies>
                    </project>
                    """));
            shop.run("MoneyTest").says("no-such-thing");

            shop.write("catalog/pom.xml", pom);
            assertThat(shop.run("MoneyTest").exits(0).process().err()).doesNotContain("no-such-thing");
        }
    }
}
