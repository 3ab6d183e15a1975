package io.headwater.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way: runtime → components → exchange → flow. */
@AnalyzeClasses(packages = "io.headwater", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule flowIsPlainJava = noClasses().that().resideInAPackage("io.headwater.flow..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.quarkus..", "jakarta..", "org.bytedeco..", "org.opencv..", "ai.onnxruntime..", "io.headwater.exchange..");

    @ArchTest
    static final ArchRule componentsDoNotKnowQuarkusNorTheRuntime = noClasses().that().resideOutsideOfPackage("io.headwater.runtime..")
            .should().dependOnClassesThat().resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "io.headwater.runtime..");

    @ArchTest
    static final ArchRule componentsDoNotKnowEachOther = slices().matching("io.headwater.(camera|sensor|preprocess|infer|track|annotate|snapshot|gate|stage|summarize|uplink)..")
            .should().notDependOnEachOther();

    @ArchTest
    static final ArchRule exchangeKnowsNoComponent = noClasses().that().resideInAPackage("io.headwater.exchange..")
            .should().dependOnClassesThat().resideInAnyPackage("io.headwater.camera..", "io.headwater.sensor..", "io.headwater.preprocess..", "io.headwater.infer..",
                    "io.headwater.track..", "io.headwater.annotate..", "io.headwater.snapshot..", "io.headwater.gate..", "io.headwater.stage..", "io.headwater.summarize..", "io.headwater.uplink..");

    @ArchTest
    static final ArchRule nothingSpeaksToTheNetworkButByDeclaredMeans = noClasses().that().resideOutsideOfPackages("io.headwater.runtime..", "io.headwater.broker..")
            .should().dependOnClassesThat().resideInAnyPackage("java.net.http..");
}
