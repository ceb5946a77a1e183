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
