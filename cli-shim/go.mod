module dev.testls/tls

go 1.21
